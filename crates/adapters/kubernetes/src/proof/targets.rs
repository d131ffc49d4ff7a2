//! What a pod must not reach.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Where the cluster says that its API server is.
const API_HOST: &str = "KUBERNETES_SERVICE_HOST";
const API_PORT: &str = "KUBERNETES_SERVICE_PORT";
/// Where this executor's own name servers are named.
const NAME_SERVERS: &str = "/etc/resolv.conf";
/// Hands out a node's credentials on every large cloud, by both protocols.
const METADATA: [IpAddr; 2] =
    [IpAddr::V4(Ipv4Addr::new(169, 254, 169, 254)), IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254))];
/// Well-known hosts of the internet that answer everybody.
const INTERNET: [(IpAddr, u16); 3] = [
    (IpAddr::V4(Ipv4Addr::new(1, 1, 1, 1)), 443),
    (IpAddr::V4(Ipv4Addr::new(8, 8, 8, 8)), 53),
    (IpAddr::V6(Ipv6Addr::new(0x2606, 0x4700, 0x4700, 0, 0, 0, 0, 0x1111)), 443),
];

/// One door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Whose it is, for a person.
    pub name: String,
    /// Where it is.
    pub address: SocketAddr,
    /// Whether to ask it a name by UDP rather than to connect to it.
    pub name_server: bool,
}

/// All doors.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Targets(pub Vec<Target>);

impl Target {
    /// A door to connect to.
    pub fn new(name: &str, address: SocketAddr) -> Self {
        Self { name: name.into(), address, name_server: false }
    }
}

impl Targets {
    /// As seen from a pod of this cluster: its API server, its name servers, clouds' metadata and the internet.
    pub fn of_this_cluster() -> Self {
        let variable = |name| std::env::var(name).unwrap_or_default();
        let resolvers = std::fs::read_to_string(NAME_SERVERS).unwrap_or_default();
        Self::from(&variable(API_HOST), &variable(API_PORT), &resolvers)
    }

    fn from(api_host: &str, api_port: &str, resolvers: &str) -> Self {
        let api = api_host.parse::<IpAddr>().ok().zip(api_port.parse().ok());
        let api = api.into_iter().map(|(host, port)| Target::new("the API server", SocketAddr::new(host, port)));
        let words = resolvers.lines().filter_map(|line| line.trim().strip_prefix("nameserver"));
        let servers = words.filter_map(|word| word.trim().parse::<IpAddr>().ok()).flat_map(|host| {
            let address = SocketAddr::new(host, 53);
            [Target::new("DNS by TCP", address), Target { name_server: true, ..Target::new("DNS", address) }]
        });
        let metadata = METADATA.map(|host| Target::new("the metadata address", SocketAddr::new(host, 80)));
        let internet = INTERNET.map(|(host, port)| Target::new("the internet", SocketAddr::new(host, port)));
        Self(api.chain(servers).chain(metadata).chain(internet).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_doors_of_a_cluster_are_found() {
        let Targets(all) = Targets::from("10.0.0.1", "443", "search svc\nnameserver 10.0.0.10\noptions ndots:5\n");
        let has = |name: &str, address: &str, name_server| {
            let address = address.parse().expect("an address");
            all.contains(&Target { name: name.into(), address, name_server })
        };
        assert!(has("the API server", "10.0.0.1:443", false), "{all:?}");
        assert!(has("DNS", "10.0.0.10:53", true) && has("DNS by TCP", "10.0.0.10:53", false), "{all:?}");
        assert!(has("the metadata address", "169.254.169.254:80", false), "{all:?}");
        assert!(has("the internet", "1.1.1.1:443", false), "{all:?}");
    }

    #[test]
    fn outside_of_a_cluster_the_rest_is_tried() {
        let Targets(all) = Targets::from("", "", "");
        assert_eq!(all.len(), METADATA.len() + INTERNET.len());
    }
}
