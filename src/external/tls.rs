//! Source to trust: the roots of browsers, what the system trusts besides, and what the caller names.

use std::sync::Arc;

use rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::CertificateDer};

use super::ExternalError;

pub(super) fn settings(issuers: &[Vec<u8>]) -> Result<ClientConfig, ExternalError> {
    let mut roots = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    // What the system has and cannot be read is as if it were not there.
    let own = issuers.iter().cloned().map(CertificateDer::from);
    roots.add_parsable_certificates(
        rustls_native_certs::load_native_certs()
            .certs
            .into_iter()
            .chain(own),
    );
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| ExternalError::Client(error.to_string()))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}
