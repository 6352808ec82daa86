insert into access.capability (name, features) values ('message:certify', '{buyer,supplier}');
