//! aesock gives PHP's own socket functions the semantics of Google App Engine's legacy Sockets API:
//! outbound TCP and UDP only, blocked ports and address ranges with App Engine's exceptions.
//!
//! [`core`] decides and dials and knows nothing of PHP; [`native`] is the floor under
//! what dials by itself, and `php` is the boundary to the engine.

pub mod core;
pub mod native;
#[cfg(feature = "php")]
mod php;
