insert into access.capability (name, features) values
  ('message:exchange', '{buyer,supplier}'),
  ('partner:manage', '{buyer,supplier,local-admin}');
