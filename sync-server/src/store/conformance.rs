//! The suite every implementation of [`super::Store`] passes; it runs against whatever a caller opens.
