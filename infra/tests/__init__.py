"""The promises of the infrastructure, held against mocks."""
