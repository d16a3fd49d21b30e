#!/bin/sh
# Types and boundaries, before any test runs.
# It refuses to let a test run on a house whose walls are broken.
set -e
tsc
oxlint --deny-warnings
