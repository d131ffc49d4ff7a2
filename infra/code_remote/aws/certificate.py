"""A certificate, proven by a record in the domain's zone."""

import pulumi_aws as aws


def create_certificate(self, name, domain):
    certificate = aws.acm.Certificate(name, domain_name=domain, validation_method="DNS", tags=self.tagged(name))
    proof = certificate.domain_validation_options[0]
    record = aws.route53.Record(
        f"{name}-proof",
        zone_id=self.settings.zone_id,
        name=proof.resource_record_name,
        type=proof.resource_record_type,
        records=[proof.resource_record_value],
        ttl=300,
    )
    valid = aws.acm.CertificateValidation(
        f"{name}-valid", certificate_arn=certificate.arn, validation_record_fqdns=[record.fqdn]
    )
    return valid.certificate_arn
