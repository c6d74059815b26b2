{# The clustering algorithms there are, by name; those that find the number of segments themselves, where asked for. #}
{% macro algorithm_names(finds_k=false) %}
    {% set finding_k = ['dbscan', 'hdbscan', 'mean_shift'] %}
    {% do return(finding_k if finds_k else [
        'kmeans', 'mini_batch_kmeans', 'ward', 'birch', 'gaussian_mixture',
    ] + finding_k + ['fuzzy_c_means', 'k_prototypes', 'autoencoder', 'autoencoder_sized', 'bands']) %}
{% endmacro %}
