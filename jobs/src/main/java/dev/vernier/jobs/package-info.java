/**
 * The command line and the jobs behind it. A command parses its options and delegates; what it does
 * to data is in the pipeline module, and how data is spread over a cluster in the packages below.
 */
package dev.vernier.jobs;
