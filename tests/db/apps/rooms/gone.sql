-- :user closes the rooms.
UPDATE public."ChatRoom" r SET "deletedAt" = now() AT TIME ZONE 'UTC'
  FROM public."_ChatRoomToPerson" s WHERE s."A" = r."id" AND s."B" = :'user';
