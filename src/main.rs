//! The `rawi` command; everything it does is in [`rawi::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(rawi::cli::run(std::env::args_os()))
}
