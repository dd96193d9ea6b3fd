from django.urls import path

from fadu.faces import views

urlpatterns = [path("preferences", views.preferences, name="preferences")]
