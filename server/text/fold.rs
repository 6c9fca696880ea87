pub struct Folded;
