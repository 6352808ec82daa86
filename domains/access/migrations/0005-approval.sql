insert into access.capability (name, features) values ('peer:approve', '{regional-admin}');
