-- :user does not want it.
UPDATE public.users SET check_in_enabled = false WHERE id = :'user';
