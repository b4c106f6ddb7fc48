-- The moderators hold :user.
UPDATE public.users SET safety_hold = true WHERE id = :'user';
