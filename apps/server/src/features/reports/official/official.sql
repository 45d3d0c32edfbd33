-- name: titles
-- What videos and lives of an account are called, as files said that were brought by hand.
select content, title
from statistic_contents
where brand_id = :brand_id
  and carrier_id = :carrier_id
