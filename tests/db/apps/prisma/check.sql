-- How many lines since :since a page shows as its newest, said by the persona.
SELECT count(*)
  FROM (SELECT DISTINCT ON (m."userId", m."personaId") m."role", m."createdAt", m."id"
          FROM public."Message" m JOIN public."Persona" p ON p."id" = m."personaId"
         ORDER BY m."userId", m."personaId", m."createdAt" DESC) page
 WHERE page."role" = 'system' AND page."createdAt" >= :'since'::timestamptz AT TIME ZONE 'UTC' AND page."id" ~ '^c[a-z0-9]{24}$';
