//! Who may call a route.

use domain::{Principal, Role, Scope};

use crate::error::RouteError;

/// What a route asks of its caller. Each route names one in the table of [`crate::router`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Nothing: anyone may call it.
    Public,
    /// Nothing, or what [`Access::Operator`] asks: [`crate::Settings::observers`] says which.
    Observer,
    /// That it is known.
    Caller,
    /// That it may do this; of callers with a key, that the key has the scope.
    Scope(Scope),
    /// The same with two scopes, both of which a key needs.
    AllOf([Scope; 2]),
    /// That it is a person rather than a key, or an operator's key of the file.
    Person,
    /// That it is an operator, or a key to which an operator gave [`Scope::ServiceRead`].
    Operator,
}

/// Who may see how the service is: `/metrics`, and each part in `/health`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Observers {
    /// Whoever can connect.
    #[default]
    Anyone,
    /// Operators.
    Operators,
}

impl Access {
    /// What it comes to under this setting: [`Access::Observer`] is one of its two.
    pub(crate) const fn under(self, observers: Observers) -> Self {
        match (self, observers) {
            (Self::Observer, Observers::Anyone) => Self::Public,
            (Self::Observer, Observers::Operators) => Self::Operator,
            (other, _) => other,
        }
    }

    /// Lets this caller in, or says why not.
    pub(crate) fn check(self, caller: &Principal) -> Result<(), RouteError> {
        match self {
            Self::Public | Self::Observer | Self::Caller => Ok(()),
            Self::Scope(scope) => has_scope(caller, scope),
            Self::AllOf(scopes) => scopes.into_iter().try_for_each(|scope| has_scope(caller, scope)),
            Self::Person if caller.key.is_none() || caller.role == Role::Operator => Ok(()),
            Self::Person => Err(RouteError::PersonRequired),
            Self::Operator if caller.may(Scope::ServiceRead) => Ok(()),
            Self::Operator => Err(RouteError::OperatorRequired),
        }
    }
}

fn has_scope(caller: &Principal, scope: Scope) -> Result<(), RouteError> {
    if caller.may(scope) { Ok(()) } else { Err(RouteError::ScopeRequired(scope)) }
}
