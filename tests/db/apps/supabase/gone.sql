-- :user is banned.
UPDATE auth.users SET banned_until = now() + interval '1 day' WHERE id = :'user';
