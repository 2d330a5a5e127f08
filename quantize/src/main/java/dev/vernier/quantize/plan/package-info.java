/**
 * What is quantized and why: a plan names every activation quantizer, weight and bias of a prepared
 * model and gives a reason for every node. A plan depends on the graph and the settings, never on
 * data.
 */
package dev.vernier.quantize.plan;
