-- :companion is taken off the shelf.
DELETE FROM public."Persona" WHERE "id" = :'companion';
