-- What studies and peers ask for besides reading (src/policy.ts).
insert into access.capability (name, features) values
  ('study:import', '{clinical,imaging}'),
  ('study:retrieve', '{clinical,imaging}'),
  ('study:send', '{clinical,imaging}'),
  ('study:keep', '{local-admin,regional-admin}'),
  ('peer:manage', '{local-admin,regional-admin}'),
  ('route:manage', '{local-admin,regional-admin}');
