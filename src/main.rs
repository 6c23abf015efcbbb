//! The `rawi` command.
fn main() {}
