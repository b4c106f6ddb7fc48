-- How many lines of bots since :since ought not to be there: in shared or closed rooms, with those who are gone or have
-- unsubscribed, and those of a private bot with others than its author.
SELECT count(*)
  FROM public."Message" m JOIN public."ChatRoom" r ON r."id" = m."roomId" JOIN public."Bot" b ON b."id" = m."botId"
  JOIN public."_ChatRoomToPerson" s ON s."A" = r."id" JOIN public."Person" p ON p."id" = s."B"
  LEFT JOIN public."MailChoice" c ON c."personId" = p."id"
 WHERE m."createdAt" >= :'since'::timestamptz AT TIME ZONE 'UTC' AND m."fromBot"
   AND (r."deletedAt" IS NOT NULL OR p."deletedAt" IS NOT NULL OR p."isAutomated" OR c."unsubscribed"
        OR b."isPrivate" AND b."authorId" <> p."id"
        OR EXISTS (SELECT FROM public."_ChatRoomToPerson" o WHERE o."A" = r."id" AND o."B" <> p."id"));
