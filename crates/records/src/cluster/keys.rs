//! Keys of a member of a cluster: who it is, and who else may be one.

use std::fmt;
use std::fs;
use std::path::Path;

use tonic::transport::{Certificate, ClientTlsConfig, Endpoint, Identity, Server, ServerTlsConfig};

use super::ClusterError;

/// A certificate with its key, and the authority that signs those of all members.
///
/// Every member shows its certificate to every other, as a client and as a server: whoever
/// has none by the authority is neither answered nor asked.
#[derive(Clone)]
pub struct ClusterKeys {
    identity: Identity,
    authority: Certificate,
}

impl fmt::Debug for ClusterKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClusterKeys")
    }
}

impl ClusterKeys {
    /// Reads a certificate, its key and the certificate of the authority, each a file of PEM.
    ///
    /// # Errors
    ///
    /// [`ClusterError::Keys`] with the file that cannot be read, or that holds something else.
    pub fn read(certificate: &Path, key: &Path, authority: &Path) -> Result<Self, ClusterError> {
        let fail =
            |file: &Path, why: &str| ClusterError::Keys { file: file.into(), why: why.to_owned() };
        let pem = |file: &Path, holds: &str| {
            let text = fs::read(file).map_err(|error| fail(file, &error.kind().to_string()))?;
            let told = String::from_utf8_lossy(&text);
            let begins = |line: &str| line.starts_with("-----BEGIN ") && line.contains(holds);
            if told.lines().any(begins) {
                Ok(text)
            } else {
                Err(fail(file, &format!("it holds no {holds} in PEM")))
            }
        };
        let identity =
            Identity::from_pem(pem(certificate, "CERTIFICATE")?, pem(key, "PRIVATE KEY")?);
        let keys =
            Self { identity, authority: Certificate::from_pem(pem(authority, "CERTIFICATE")?) };
        // What does not fit is told now, and not by the first who connects.
        Server::builder()
            .tls_config(keys.server())
            .map_err(|_| fail(key, "it is not the key of the certificate"))?;
        Endpoint::from_static("https://localhost")
            .tls_config(keys.client())
            .map_err(|_| fail(authority, "it is no certificate of an authority"))?;
        Ok(keys)
    }

    pub(super) fn server(&self) -> ServerTlsConfig {
        ServerTlsConfig::new()
            .identity(self.identity.clone())
            .client_ca_root(self.authority.clone())
    }

    pub(super) fn client(&self) -> ClientTlsConfig {
        ClientTlsConfig::new()
            .identity(self.identity.clone())
            .ca_certificate(self.authority.clone())
    }
}
