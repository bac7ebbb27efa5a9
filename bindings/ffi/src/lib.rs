//! The uniffi surface of the phone.
