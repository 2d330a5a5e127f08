/**
 * The only code that knows Spark: starting a context, one task function, and the driver's loop over
 * a pass. Only text and numbers cross the wire; results go through committed files.
 */
package dev.vernier.jobs.spark;
