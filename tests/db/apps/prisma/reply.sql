-- :user writes :text to :companion.
INSERT INTO public."Message" ("id", "role", "text", "personaId", "userId", "updatedAt")
VALUES ('c' || left(md5(:'user' || clock_timestamp()), 24), 'user', :'text', :'companion', :'user', now() AT TIME ZONE 'UTC');
