insert into access.capability (name, features) values
  ('authority:register', '{authority}'), ('authority:publish', '{authority}');
