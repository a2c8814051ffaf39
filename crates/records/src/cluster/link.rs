//! Where a scheduler is, and whether it may be talked to: within one machine as it is, and
//! otherwise by TLS with keys on both sides.

use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use ballista_core::extension::{EndpointOverrideFn, SessionConfigExt as _};
use ballista_core::serde::protobuf::GetJobStatusParams;
use ballista_core::serde::protobuf::scheduler_grpc_client::SchedulerGrpcClient;
use datafusion::prelude::SessionConfig;
use tonic::Code;
use tonic::transport::{Channel, Endpoint, Uri};

use super::desk::{Beside, THIS_VERSION};
use super::{ClusterError, ClusterKeys, MESSAGE};

/// The port of a scheduler, unless told.
const PORT: u16 = 50050;

/// For how long a connection and an answer are waited for.
const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(20);

/// How often it is asked meanwhile whether to stop.
const BEAT: Duration = Duration::from_millis(50);

/// Why a scheduler is not talked to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LinkFault {
    /// Nobody answers, or with keys of somebody else.
    #[error("the scheduler at {url} does not answer: is it started{}?", and_keys(url))]
    Silent {
        /// Where it should be.
        url: String,
    },
    /// Something else answers. Ballista's own scheduler is one of those: it does parts of a
    /// count over.
    #[error(
        "what answers at {url} is no scheduler of this program: is it another port, or one with keys, whose address begins with https?"
    )]
    Stranger {
        /// Where it is.
        url: String,
    },
    /// A scheduler of another version.
    #[error(
        "the scheduler at {url} is of version {theirs}, and this program of {ours}: all members of a cluster are of the same",
        ours = THIS_VERSION
    )]
    Version {
        /// Where it is.
        url: String,
        /// Its version.
        theirs: String,
    },
}

/// What else may be wrong where a scheduler with keys does not answer.
fn and_keys(url: &str) -> &'static str {
    if url.starts_with("https") { ", and are its keys signed by the same authority" } else { "" }
}

/// A scheduler and the keys that it is talked to with.
///
/// ```
/// use firstyear_records::Link;
///
/// assert!(Link::new("http://127.0.0.1:50050", None).is_ok());
/// let open = Link::new("http://births.example.org:50050", None).unwrap_err();
/// assert!(open.to_string().contains("--tls-cert"));
/// ```
#[derive(Clone, Debug)]
pub struct Link {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) keys: Option<ClusterKeys>,
}

impl Link {
    /// The scheduler at `url`: `http` within one machine, `https` with keys.
    ///
    /// # Errors
    ///
    /// [`ClusterError::Refused`] for what is no such address, and for one that lacks keys.
    pub fn new(url: &str, keys: Option<ClusterKeys>) -> Result<Self, ClusterError> {
        let refused = |why: &str| Err(ClusterError::Refused(format!("`{url}` {why}")));
        let uri: Option<Uri> = url.parse().ok();
        let Some((uri, host)) = uri.as_ref().and_then(|uri| Some((uri, uri.host()?))) else {
            return refused("is no address of a scheduler: http://127.0.0.1:50050 is one");
        };
        if !matches!(uri.path(), "" | "/") || uri.query().is_some() {
            return refused("has a path: an address ends with the port");
        }
        match (uri.scheme_str(), &keys) {
            (Some("http"), None) if is_this_machine(host) => {}
            (Some("http"), None) => {
                return refused(
                    "is another machine: what is counted would go there open. Use https with --tls-cert, --tls-key and --tls-ca",
                );
            }
            (Some("http"), Some(_)) => return refused("does not use the keys: write https"),
            (Some("https"), Some(_)) => {}
            (Some("https"), None) => {
                return refused("needs --tls-cert, --tls-key and --tls-ca");
            }
            _ => return refused("begins with neither http:// nor https://"),
        }
        Ok(Self { host: host.to_owned(), port: uri.port_u16().unwrap_or(PORT), keys })
    }

    /// The address.
    #[must_use]
    pub fn url(&self) -> String {
        let scheme = if self.keys.is_some() { "https" } else { "http" };
        format!("{scheme}://{}:{}", self.host, self.port)
    }

    /// How every connection of a session is made.
    pub(super) fn configured(&self, config: SessionConfig) -> SessionConfig {
        let config = config.with_ballista_use_tls(self.keys.is_some());
        match endpoints(self.keys.as_ref()) {
            Some(endpoints) => config.with_ballista_override_create_grpc_client_endpoint(endpoints),
            None => config,
        }
    }

    pub(super) async fn connect(
        &self,
    ) -> Result<SchedulerGrpcClient<Channel>, tonic::transport::Error> {
        let mut endpoint = Endpoint::from_shared(self.url())?;
        if let Some(keys) = &self.keys {
            endpoint = endpoint.tls_config(keys.client())?;
        }
        let channel = endpoint.connect_timeout(CONNECT).timeout(ANSWER).connect().await?;
        let size = MESSAGE as usize;
        let client = SchedulerGrpcClient::new(channel);
        Ok(client.max_decoding_message_size(size).max_encoding_message_size(size))
    }

    /// Asks whether a scheduler of this program is there. A connection by TLS is there before
    /// the keys of who connects are looked at: only an answer tells that they are taken.
    pub(super) async fn answers(&self) -> Result<(), LinkFault> {
        let url = self.url();
        let Ok(mut scheduler) = self.connect().await else {
            return Err(LinkFault::Silent { url });
        };
        let nothing = GetJobStatusParams { job_id: String::new() };
        let answer = tokio::time::timeout(CONNECT, scheduler.get_job_status(nothing)).await;
        match answer {
            Ok(Ok(answer)) => match Beside::of(answer.metadata()).version {
                Some(version) if version == THIS_VERSION => Ok(()),
                Some(theirs) => Err(LinkFault::Version { url, theirs }),
                None => Err(LinkFault::Stranger { url }),
            },
            Ok(Err(status)) if self.keys.is_none() || status.code() == Code::Unimplemented => {
                Err(LinkFault::Stranger { url })
            }
            // Keys that are not taken, or nothing for too long.
            Ok(Err(_)) | Err(_) => Err(LinkFault::Silent { url }),
        }
    }

    /// The same; `None` where it is to stop before.
    pub(super) async fn answers_unless(
        &self,
        stop: &dyn Fn() -> bool,
    ) -> Option<Result<(), LinkFault>> {
        let mut answers = pin!(self.answers());
        loop {
            if stop() {
                return None;
            }
            if let Ok(answered) = tokio::time::timeout(BEAT, &mut answers).await {
                return Some(answered);
            }
        }
    }
}

/// How the connections that Ballista makes by itself get the keys. It writes `http` where it
/// knows of none, and an `Endpoint` by that name is not encrypted whatever its keys.
pub(super) fn endpoints(keys: Option<&ClusterKeys>) -> Option<EndpointOverrideFn> {
    let keys = keys?.clone();
    Some(Arc::new(move |endpoint: Endpoint| {
        let mut parts = endpoint.uri().clone().into_parts();
        parts.scheme = Some("https".parse()?);
        let endpoint = Endpoint::from(Uri::from_parts(parts)?);
        let endpoint = endpoint.connect_timeout(CONNECT).timeout(ANSWER).tcp_nodelay(true);
        Ok(endpoint.tls_config(keys.client())?)
    }))
}

/// Whether a service may listen at an address: within one machine, or with keys.
///
/// # Errors
///
/// [`ClusterError::Refused`] with what is lacking.
pub fn may_listen(bind: SocketAddr, keys: Option<&ClusterKeys>) -> Result<(), ClusterError> {
    if keys.is_some() || bind.ip().is_loopback() {
        return Ok(());
    }
    Err(ClusterError::Refused(format!(
        "{bind} can be reached from other machines, and whoever reaches it reads what is counted: give --tls-cert, --tls-key and --tls-ca, or bind to 127.0.0.1"
    )))
}

fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_machine_needs_keys() {
        for near in ["http://127.0.0.1:1", "http://localhost", "http://[::1]:50050/"] {
            assert!(Link::new(near, None).is_ok(), "{near}");
        }
        for (far, says) in [
            ("http://10.0.0.7:50050", "another machine"),
            ("http://localhost.example.org:50050", "another machine"),
            ("http://127.0.0.1.example.org", "another machine"),
            ("https://10.0.0.7:50050", "needs --tls-cert"),
            ("df://127.0.0.1:50050", "neither http:// nor https://"),
            ("127.0.0.1:50050", "neither http:// nor https://"),
            ("http://127.0.0.1:50050/a", "has a path"),
            ("", "no address"),
        ] {
            let refused = Link::new(far, None).unwrap_err().to_string();
            assert!(refused.contains(says), "{far}: {refused}");
        }
        assert_eq!(Link::new("http://localhost", None).unwrap().url(), "http://localhost:50050");
    }

    #[test]
    fn who_listens_to_others_needs_keys() {
        assert!(may_listen("127.0.0.1:0".parse().unwrap(), None).is_ok());
        assert!(may_listen("[::1]:0".parse().unwrap(), None).is_ok());
        for open in ["0.0.0.0:50050", "[::]:50050", "192.168.1.2:50050"] {
            let refused = may_listen(open.parse().unwrap(), None).unwrap_err().to_string();
            assert!(refused.contains("--tls-cert, --tls-key and --tls-ca"), "{refused}");
        }
    }
}
