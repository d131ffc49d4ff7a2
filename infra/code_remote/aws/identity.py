"""A Cognito user pool: the e-mail address is the user name and proven by a code."""

import pulumi_aws as aws

from ..providers import Identity


def create_identity(self, name):
    pool = aws.cognito.UserPool(
        name,
        name=name,
        username_attributes=["email"],
        auto_verified_attributes=["email"],
        username_configuration={"case_sensitive": False},
        password_policy={
            "minimum_length": 8,
            "require_lowercase": True,
            "require_uppercase": True,
            "require_numbers": True,
            "require_symbols": False,
            "temporary_password_validity_days": 3,
        },
        account_recovery_setting={"recovery_mechanisms": [{"name": "verified_email", "priority": 1}]},
        deletion_protection="ACTIVE" if self.settings.size.protected else "INACTIVE",
        tags=self.tagged(name),
    )
    client = aws.cognito.UserPoolClient(
        f"{name}-client",
        name=f"{name}-client",
        user_pool_id=pool.id,
        # The web page cannot keep one.
        generate_secret=False,
        # The page proves the password without sending it; `/auth/login` and `code-remote login` send it through the gateway.
        explicit_auth_flows=["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        prevent_user_existence_errors="ENABLED",
        enable_token_revocation=True,
        access_token_validity=1,
        id_token_validity=1,
        refresh_token_validity=30,
        token_validity_units={"access_token": "hours", "id_token": "hours", "refresh_token": "days"},
    )
    # The gateway's default for CODE_REMOTE_COGNITO_OPERATOR_GROUP.
    aws.cognito.UserGroup(
        f"{name}-operators", name="operators", user_pool_id=pool.id, description="Operators of the service"
    )
    return Identity(pool.id, client.id)
