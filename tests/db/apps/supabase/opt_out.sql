-- :user does not want it.
UPDATE public.profiles SET may_write_first = false WHERE id = :'user';
