pub struct Number;
