"""Every address of the bookstore."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from systems.cgbookstore.app.api import keys
from systems.cgbookstore.app.catalogue import views as catalogue
from systems.cgbookstore.app.catalogue.imports import views as imports
from systems.cgbookstore.app.debates import moderation
from systems.cgbookstore.app.debates import views as debates
from systems.cgbookstore.app.orders import report as sales
from systems.cgbookstore.app.orders import views as orders
from systems.cgbookstore.app.readers import accounts, shelves
from systems.cgbookstore.app.reviews import views as reviews
from systems.cgbookstore.app.web import views as web

urlpatterns: list[URLPattern | URLResolver] = [
    path("", web.home, name="home"),
    path("health", web.health, name="health"),
    path("favicon.ico", RedirectView.as_view(url="/static/site/icon.svg")),
    path("language/", set_language, name="set_language"),
    # The catalogue.
    path("books/", catalogue.books, name="books"),
    path("books/<str:slug>/", catalogue.book, name="book"),
    path("books/<str:slug>/shelf/", shelves.put_on_shelf, name="put-on-shelf"),
    path("books/<str:slug>/review/", reviews.review, name="review"),
    path("books/<str:slug>/review/delete/", reviews.delete_review, name="delete-review"),
    path("authors/", catalogue.authors, name="authors"),
    path("authors/<str:slug>/", catalogue.author, name="author"),
    path("publishers/<str:slug>/", catalogue.publisher, name="publisher"),
    path("categories/", catalogue.categories, name="categories"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:number>/", imports.import_report, name="import"),
    path("imports/<int:number>/notes.csv", imports.import_notes, name="import-notes"),
    # Debates.
    path("debates/", debates.debates, name="debates"),
    path("debates/new/", debates.new_topic, name="new-topic"),
    path("debates/moderation/", moderation.queue, name="moderation"),
    path("debates/<str:slug>/", debates.topic, name="topic"),
    path("debates/<str:slug>/answer/", debates.answer, name="answer"),
    path("debates/<str:slug>/moderate/", moderation.moderate_topic, name="moderate-topic"),
    path("posts/<int:number>/edit/", debates.edit_post, name="edit-post"),
    path("posts/<int:number>/vote/", debates.vote, name="vote"),
    path("posts/<int:number>/report/", debates.report, name="report"),
    path("posts/<int:number>/moderate/", moderation.moderate_post, name="moderate-post"),
    # Readers.
    path("readers/<str:username>/", shelves.profile, name="profile"),
    path("shelves/", shelves.my_shelves, name="shelves"),
    path("account/", accounts.account, name="account"),
    path("account/join/", accounts.join, name="join"),
    path("account/login/", accounts.LogIn.as_view(), name="login"),
    path("account/logout/", auth.LogoutView.as_view(), name="logout"),
    path(
        "account/password/",
        auth.PasswordChangeView.as_view(
            template_name="readers/password.html", success_url="/account/"
        ),
        name="password",
    ),
    path("account/keys/", keys.make_key, name="make-key"),
    path("account/keys/<int:number>/delete/", keys.drop_key, name="drop-key"),
    # Orders.
    path("cart/", orders.cart, name="cart"),
    path("cart/add/<int:number>/", orders.add_to_cart, name="add-to-cart"),
    path("cart/change/<int:number>/", orders.change_cart, name="change-cart"),
    path("checkout/", orders.checkout, name="checkout"),
    path("orders/", orders.orders, name="orders"),
    path("orders/report/", sales.report, name="sales"),
    path("orders/<int:number>/", orders.order, name="order"),
    path("orders/<int:number>/cancel/", orders.cancel_order, name="cancel-order"),
    # For programs and for staff.
    path("api/", include("systems.cgbookstore.app.api.urls")),
    path("admin/login/", web.admin_login),
    path("admin/", admin.site.urls),
]

handler400 = "systems.cgbookstore.app.web.errors.bad_request"
handler403 = "systems.cgbookstore.app.web.errors.forbidden"
handler404 = "systems.cgbookstore.app.web.errors.not_found"
handler500 = "systems.cgbookstore.app.web.errors.broken"
