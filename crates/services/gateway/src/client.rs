//! From which address a request came.

use std::{
    net::{IpAddr, Ipv6Addr, SocketAddr},
    str::FromStr,
};

use axum::{extract::Request, http::HeaderMap};

/// Where proxies write whom they speak for.
const FORWARDED_FOR: &str = "x-forwarded-for";
/// One household or server has at least this much of IPv6, and so as many addresses as it likes.
const IPV6_PREFIX_BITS: u8 = 64;

/// The other end of the connection; [`crate::serve`] attaches it to each request.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// A range of addresses, such as `10.0.0.0/8`, `fd00::/8` or a single address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

/// Text that is no range of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an address or a network such as 10.0.0.0/8")]
pub struct ParseNetworkError;

impl FromStr for Network {
    type Err = ParseNetworkError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| ParseNetworkError)?;
        let widest = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(widest), str::parse).map_err(|_| ParseNetworkError)?;
        if bits > widest { Err(ParseNetworkError) } else { Ok(Self { address, bits }) }
    }
}

impl Network {
    /// Whether the address lies in it. The two kinds of addresses never do in each other's.
    pub fn contains(self, address: IpAddr) -> bool {
        let same = |one: u128, other: u128, width: u8| {
            one.checked_shr(u32::from(width - self.bits)).unwrap_or(0)
                == other.checked_shr(u32::from(width - self.bits)).unwrap_or(0)
        };
        match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => same(own.to_bits().into(), other.to_bits().into(), 32),
            (IpAddr::V6(own), IpAddr::V6(other)) => same(own.to_bits(), other.to_bits(), 128),
            _ => false,
        }
    }
}

/// The client of a request: the other end of the connection, unless that is one of our proxies. Then it is whom the proxy
/// names, and so on. What others write into the header is not believed.
pub fn address(request: &Request, proxies: &[Network]) -> Option<IpAddr> {
    let Peer(peer) = *request.extensions().get::<Peer>()?;
    let is_ours = |address: &IpAddr| proxies.iter().any(|network| network.contains(*address));
    let mut client = peer.ip().to_canonical();
    let mut named = forwarded_for(request.headers());
    while is_ours(&client)
        && let Some(before) = named.next().and_then(|text| parse(text.trim()))
    {
        client = before;
    }
    Some(client)
}

/// What the header names, nearest first.
fn forwarded_for(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let values = headers.get_all(FORWARDED_FOR).iter().rev();
    values.flat_map(|value| value.to_str().unwrap_or_default().rsplit(','))
}

/// Some proxies write the port too.
fn parse(text: &str) -> Option<IpAddr> {
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    let address = text.trim_matches(['[', ']']).parse().ok().or_else(with_port)?;
    Some(IpAddr::to_canonical(&address))
}

/// The name under which requests from this address are counted.
pub fn bucket(address: Option<IpAddr>) -> String {
    match address {
        Some(IpAddr::V4(address)) => format!("address:{address}"),
        Some(IpAddr::V6(address)) => {
            let prefix = Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << (128 - IPV6_PREFIX_BITS)));
            format!("address:{prefix}/{IPV6_PREFIX_BITS}")
        }
        None => "address:unknown".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn came_from(peer: &str, forwarded: &[&str], proxies: &[&str]) -> String {
        let mut request = Request::new(Body::empty());
        request.extensions_mut().insert(Peer(SocketAddr::new(peer.parse().unwrap(), 1)));
        for value in forwarded {
            request.headers_mut().append(FORWARDED_FOR, value.parse().unwrap());
        }
        let proxies: Vec<_> = proxies.iter().map(|text| text.parse().unwrap()).collect();
        bucket(address(&request, &proxies))
    }

    #[test]
    fn only_our_own_proxies_are_believed() {
        assert_eq!(came_from("192.0.2.1", &["203.0.113.9"], &[]), "address:192.0.2.1");
        assert_eq!(came_from("192.0.2.1", &["203.0.113.9"], &["10.0.0.0/8"]), "address:192.0.2.1");
        let ours = &["10.0.0.0/8", "fd00::/8"];
        assert_eq!(came_from("10.1.2.3", &["203.0.113.9"], ours), "address:203.0.113.9");
        assert_eq!(came_from("10.1.2.3", &["1.2.3.4, 203.0.113.9"], ours), "address:203.0.113.9");
        assert_eq!(came_from("10.1.2.3", &["1.2.3.4", "203.0.113.9, 10.9.9.9"], ours), "address:203.0.113.9");
        assert_eq!(came_from("fd00::1", &["203.0.113.9:5123"], ours), "address:203.0.113.9");
        // Nobody is named, or nonsense: it was the proxy.
        for nonsense in [&[][..], &[""], &["1.2.3.4, unknown"], &["_hidden"]] {
            assert_eq!(came_from("10.1.2.3", nonsense, ours), "address:10.1.2.3");
        }
    }

    #[test]
    fn a_household_is_one_client() {
        let same = "address:2001:db8:1:2::/64";
        assert_eq!(came_from("2001:db8:1:2::1", &[], &[]), same);
        assert_eq!(came_from("2001:db8:1:2:ffff:ffff:ffff:ffff", &[], &[]), same);
        assert_eq!(came_from("10.0.0.1", &["[2001:db8:1:2::7]:443"], &["10.0.0.1"]), same);
        assert_eq!(came_from("::ffff:192.0.2.1", &[], &[]), "address:192.0.2.1");
    }

    #[test]
    fn networks_are_read_whole() {
        let network = |text: &str| text.parse::<Network>();
        let holds = |text: &str, address: &str| network(text).unwrap().contains(address.parse().unwrap());
        assert!(holds("10.0.0.0/8", "10.255.0.1") && !holds("10.0.0.0/8", "11.0.0.1"));
        assert!(holds("0.0.0.0/0", "203.0.113.9") && !holds("0.0.0.0/0", "::1"));
        assert!(holds("::/0", "2001:db8::1") && holds("192.0.2.1", "192.0.2.1") && !holds("192.0.2.1", "192.0.2.2"));
        for wrong in ["", "10.0.0.0/33", "10.0.0/8", "10.0.0.0/", "10.0.0.0/-1", "::/129", "localhost"] {
            assert_eq!(network(wrong), Err(ParseNetworkError), "{wrong}");
        }
    }
}
