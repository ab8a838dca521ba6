//! One target to its bytes.

use super::environment::Renderer;
use crate::diagnostic::Diagnostic;
use crate::output::OutputFile;
use crate::plan::Target;

/// Renders a target.
///
/// # Errors
/// A diagnostic at the template's or content's place.
pub fn render(target: &Target, renderer: &Renderer) -> Result<OutputFile, Box<Diagnostic>> {
    let _ = (target, renderer);
    unimplemented!()
}
