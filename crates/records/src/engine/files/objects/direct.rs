//! Connections to a store, and to nobody else: it may answer that a file stands elsewhere, and
//! nobody is asked there. Left to itself the library would go along, with a session's token.

use std::time::Duration;

use object_store::client::{HttpClient, HttpConnector};
use object_store::{ClientConfigKey, ClientOptions, Error, Result};
use reqwest::redirect::Policy;
use reqwest::{ClientBuilder, NoProxy, Proxy};

use super::address::is_on_this_machine;

/// Connects by the settings that it is given, and follows nobody.
#[derive(Debug)]
pub(super) enum Direct {
    /// To this machine, whatever proxy the environment has.
    Here,
    /// To whatever machine.
    Anywhere,
}

impl Direct {
    /// To the store at this address. What goes in clear to this machine does not leave it.
    pub(super) fn to(url: &str) -> Self {
        if is_on_this_machine(url) { Self::Here } else { Self::Anywhere }
    }
}

impl HttpConnector for Direct {
    fn connect(&self, options: &ClientOptions) -> Result<HttpClient> {
        use ClientConfigKey::{
            AllowHttp, ConnectTimeout, ProxyCaCertificate, ProxyExcludes, ProxyUrl, Timeout,
        };

        let set = |key: ClientConfigKey| options.get_config_value(&key);
        let failed = |source| Error::Generic { store: "HTTP", source };
        let mut client = ClientBuilder::new()
            .user_agent(concat!("firstyear/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            // As it stands: a part of what is packed on its way is no part of the file.
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .http1_only()
            .https_only(!set(AllowHttp).is_some_and(|value| super::is_on(&value)))
            .timeout(time(set(Timeout), 30)?)
            .connect_timeout(time(set(ConnectTimeout), 5)?);
        if matches!(self, Self::Here) {
            client = client.no_proxy();
        }
        if let Some(url) = set(ProxyUrl) {
            let proxy = Proxy::all(url).map_err(|error| failed(error.into()))?;
            let excluded = set(ProxyExcludes).and_then(|hosts| NoProxy::from_string(&hosts));
            client = client.proxy(proxy.no_proxy(excluded));
        }
        if let Some(text) = set(ProxyCaCertificate) {
            let certificate = reqwest::Certificate::from_pem(text.as_bytes());
            let certificate = certificate.map_err(|error| failed(error.into()))?;
            client = client.add_root_certificate(certificate);
        }
        client.build().map(HttpClient::new).map_err(|error| failed(error.into()))
    }
}

/// A time as the library writes it and takes it, such as `1m 30s`.
fn time(set: Option<String>, seconds: u64) -> Result<Duration> {
    let Some(set) = set else { return Ok(Duration::from_secs(seconds)) };
    humantime::parse_duration(&set)
        .map_err(|error| Error::Generic { store: "HTTP", source: error.into() })
}
