-- What an LLM may cost and say.

-- name: refused_phrases
SELECT language, fault, phrase FROM refused_phrases ORDER BY language, fault, phrase

-- name: open_token_day
INSERT INTO llm_usage (day, tokens) VALUES ((now() AT TIME ZONE 'UTC')::date, 0) ON CONFLICT (day) DO NOTHING

-- Sets tokens aside, as many of $1 as the day has left of $2. The row lock makes rivals wait for each other.
-- name: take_tokens
UPDATE llm_usage u
   SET tokens = u.tokens + d.granted
  FROM (SELECT x.day, least($1::bigint, greatest($2::bigint - x.tokens, 0)) AS granted
          FROM llm_usage x
         WHERE x.day = (now() AT TIME ZONE 'UTC')::date
           FOR UPDATE) d
 WHERE u.day = d.day
RETURNING d.granted

-- What was set aside and not spent.
-- name: return_tokens
UPDATE llm_usage
   SET tokens = greatest(tokens - $1::bigint, 0)
 WHERE day = (SELECT max(day) FROM llm_usage)

-- name: tokens_of_today
SELECT coalesce(sum(tokens), 0)::bigint AS tokens FROM llm_usage WHERE day = (now() AT TIME ZONE 'UTC')::date
