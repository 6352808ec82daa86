insert into access.capability (name, features) values ('message:control', '{buyer,supplier}');
