-- How many lines since :since ought not to be there: at those who are in the middle of a talk.
SELECT count(*) FROM public."Message" m
 WHERE m."role" = 'system' AND m."createdAt" >= :'since'::timestamptz AT TIME ZONE 'UTC'
   AND EXISTS (SELECT FROM public."Message" o WHERE o."userId" = m."userId" AND o."role" = 'user'
                  AND o."createdAt" > (:'since'::timestamptz - interval '20 minutes') AT TIME ZONE 'UTC' AND o."text" LIKE 'Line %');
