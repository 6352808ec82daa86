-- Sign-in reads the last context from the sessions themselves, one row of an index; nobody else asks for it.
drop view signin.pub_last_context;
