-- :user does not want it.
INSERT INTO public."MailChoice" VALUES (left(md5(:'user'), 25), :'user', true)
    ON CONFLICT ("personId") DO UPDATE SET "unsubscribed" = true;
