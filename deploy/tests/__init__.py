"""Checks of everything that is delivered beside the executable: manifests, images, workflows, alert rules, dashboards."""
