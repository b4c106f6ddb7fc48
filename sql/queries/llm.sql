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

-- name: learned_service
SELECT form, system_role, max_completion_tokens, temperature, at_once
  FROM llm_services
 WHERE base_url = $1 AND model = $2 AND learned_at > now() - interval '7 days'

-- A profile that has not changed keeps its age, so that a service is asked anew after a week.
-- name: remember_service
INSERT INTO llm_services AS s (base_url, model, form, system_role, max_completion_tokens, temperature, at_once, learned_at)
VALUES ($1, $2, $3, $4::boolean, $5::boolean, $6::boolean, $7::integer, now())
ON CONFLICT (base_url, model) DO UPDATE
   SET form = excluded.form, system_role = excluded.system_role, max_completion_tokens = excluded.max_completion_tokens,
       temperature = excluded.temperature, at_once = excluded.at_once,
       learned_at = CASE WHEN s.learned_at > now() - interval '7 days'
                          AND (s.form, s.system_role, s.max_completion_tokens, s.temperature)
                            = (excluded.form, excluded.system_role, excluded.max_completion_tokens, excluded.temperature)
                         THEN s.learned_at ELSE now() END
