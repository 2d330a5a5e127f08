/**
 * What a job tells people and programs: plain values gathered from plan, table, states and
 * validation, written as JSON, as one self-contained HTML page, and as a table for the console.
 */
package dev.vernier.pipeline.report;
