-- How many lines of bots since :since stand in open rooms of one person, which the list of rooms shows on top.
SELECT count(*)
  FROM public."Message" m JOIN public."ChatRoom" r ON r."id" = m."roomId"
 WHERE m."createdAt" >= :'since'::timestamptz AT TIME ZONE 'UTC' AND m."fromBot" AND m."personId" IS NULL AND m."botId" = r."botId"
   AND r."deletedAt" IS NULL AND r."updatedAt" >= m."createdAt"
   AND (SELECT count(*) FROM public."_ChatRoomToPerson" s WHERE s."A" = r."id") = 1;
