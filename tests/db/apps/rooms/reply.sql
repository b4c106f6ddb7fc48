-- :user writes :text to :companion, in the room that is theirs alone.
INSERT INTO public."Message" ("id", "body", "roomId", "personId", "updatedAt")
SELECT 'cl' || left(md5(:'user' || clock_timestamp()), 23), :'text', r."id", :'user', now() AT TIME ZONE 'UTC'
  FROM public."ChatRoom" r
 WHERE r."botId" = :'companion' AND r."deletedAt" IS NULL
   AND ARRAY(SELECT s."B" FROM public."_ChatRoomToPerson" s WHERE s."A" = r."id") = ARRAY[:'user']
 ORDER BY r."updatedAt" DESC LIMIT 1;
